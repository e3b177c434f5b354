"""What calls of models cost: prices, budgets, an append-only ledger, and sums of it by hour.

Money is a decimal number of the installation's currency (`SWITCHYARD_USAGE__CURRENCY`). Prices are
per million tokens with at most 6 decimals, so that the cost of each token is exact at 12, and
nothing is ever rounded.
"""
