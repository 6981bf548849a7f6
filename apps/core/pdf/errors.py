class PdfError(ValueError):
    """A document that must not be issued: the message says what its template did wrong."""
