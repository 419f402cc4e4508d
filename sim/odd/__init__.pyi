from .document import render as render
