"""Pages of organisations and the import centre."""
