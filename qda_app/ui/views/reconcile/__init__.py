"""The page on which a lead settles what coders disagree on."""
