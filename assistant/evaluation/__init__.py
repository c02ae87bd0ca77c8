"""How good minutes are, measured against a reference.

`references` reads what was really said, `tokens` makes texts comparable, `speech` and
`content` compute the scores, `report` puts them into tables. Hypotheses are minutes in the
form of minutes.json.
"""
