// Fills a hidden field with the browser's time zone. Without this the account starts in UTC, and says so.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("input[data-time-zone]")) {
  if (zone) field.value = zone;
}
