"""Item models of lists, trees and tables."""
