"""The transcript as a page: text, speakers in the gutter, codings as tints, underlines, stripes."""
