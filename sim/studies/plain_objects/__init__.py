"""The model as most Mesa users would write it: an object for each country, relation and order, scalars in all of them.

It is the yardstick of `entente bench` and a model of nothing: it weighs as many reasons for as many orders as the
scenario's cast does, answers over the same pairs and records as many columns, but its numbers mean nothing. Rules are
plain floats with the standard library's draws. What nobody ordered costs nothing, as it should in scalar code.
"""
