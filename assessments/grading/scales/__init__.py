"""Grade scales as registered strategies; plain Python.

What a school decides (weights, decimals, bands of a scale, conversions of words) is passed in; a
scale knows only the arithmetic. Registered: `percentage` 百分制, `five_level` 五级制,
`pass_fail` 两级制; see `registry`.
"""
