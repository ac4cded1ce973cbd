"""What the containers of songs say of themselves: one module a format, read without a decoder."""
