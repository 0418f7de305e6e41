"""Files with answers, read as they are: bytes in, a plain table out, or a sentence saying why not."""
