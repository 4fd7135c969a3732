"""
What the synthetic corpus is made of: facts, invented words, and the lines of a telegram.

The CSV files hold facts only: ``posts.csv`` (code, name, country, cables by year),
``tags.csv`` (the TAGS handbook's codes and names), ``tag_rates.csv`` (share of cables that
carry a tag), ``year_month.csv`` (cables by month), ``country_tags.csv`` (the geo tag where
a post's country is not spelled as in the handbook).
"""
