"""What every environment shares. The entry point chooses dev, test or prod."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "glutes_site.accounts",
    "exercises",
    "plans",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "simple_history",
    "import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # The outer ones set headers on every response: static files, errors and redirects too.
    "glutes_site.middleware.send_safety_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "glutes_site.middleware.keep_private",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "glutes_site.accounts.middleware.welcome_guests",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "glutes_site.middleware.keep_what_was_typed",
]

ROOT_URLCONF = "glutes_site.urls"
WSGI_APPLICATION = "glutes_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "glutes_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "glutes_site.context.shell",
            ],
            "libraries": {"icons": "glutes_site.templatetags.icons"},
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
GUESTS = "glutes_site.accounts.guests"  # where plans are tried without an account
AUTHENTICATION_BACKENDS = ["glutes_site.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "plans:week"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 24 * 60 * 60  # a phone put away for a month still uploads its sets
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "glutes_site.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one replaces it once its code was typed
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "signup": "glutes_site.accounts.forms.SignupForm",
    "login": "glutes_site.accounts.forms.LoginForm",
    "request_login_code": "glutes_site.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "glutes_site.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "glutes_site.accounts.forms.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "glutes_site.accounts.forms.ConfirmPasswordResetCodeForm",
    "reset_password": "glutes_site.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "glutes_site.accounts.forms.ResetPasswordKeyForm",
    "add_email": "glutes_site.accounts.forms.AddEmailForm",
    "change_password": "glutes_site.accounts.forms.ChangePasswordForm",
    "set_password": "glutes_site.accounts.forms.SetPasswordForm",
    "reauthenticate": "glutes_site.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {"guest": "10/m/ip,100/h/ip"}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}

DEFAULT_FROM_EMAIL = "Rise <rise@localhost>"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "glutes_site" / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"

CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
CRISPY_TEMPLATE_PACK = "forms"

SERVICE_WORKER = True  # False takes the service worker away from every browser that has it

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
