"""9月14日, where Django writes 09月14日."""

MONTH_DAY_FORMAT = "n月j日"
