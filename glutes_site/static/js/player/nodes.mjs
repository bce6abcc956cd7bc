/* Small hands for the page. */

/** The nodes below `root` that have `data-{name}`, by its value. */
export const byName = (root, name) => Object.fromEntries([...root.querySelectorAll(`[data-${name}]`)].map((node) => [node.dataset[name], node]));

/** A copy of what a template holds; texts: {selector: what to write there}. */
export function copyOf(template, texts = {}) {
  const copy = template.content.cloneNode(true).firstElementChild;
  for (const [selector, text] of Object.entries(texts)) copy.querySelector(selector).textContent = text;
  return copy;
}

// Only what changed is written to the page.
export const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };
export const show = (node, yes) => { node.hidden = !yes; };
export function attribute(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/** Gives the person a file. */
export const handOver = (file) => Object.assign(document.createElement("a"), { download: file.name, href: URL.createObjectURL(file) }).click();

/** Listens with [node, event, work] each; returns the way to stop. */
export function listen(...ears) {
  ears.forEach(([node, name, work]) => node?.addEventListener(name, work));
  return () => ears.forEach(([node, name, work]) => node?.removeEventListener(name, work));
}
