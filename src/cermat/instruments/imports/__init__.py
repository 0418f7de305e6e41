"""What others publish, read as it is: text in, plain values out, or a sentence saying why not."""
