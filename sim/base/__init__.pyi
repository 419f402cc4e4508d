from .arrays import (
    Array as Array,
    Value as Value,
    log_odds as log_odds,
    logistic as logistic,
    positive as positive,
    share as share,
    total as total,
)
from .draws import Draws as Draws, StreamKeys as StreamKeys, TurnDraws as TurnDraws
from .errors import BadInput as BadInput, known_or_bad as known_or_bad
from .months import month_of as month_of, turn_of as turn_of
from .paths import CONFIGS as CONFIGS, read_toml as read_toml
from .quantities import Quantity as Quantity
from .recorder import Recorder as Recorder, column as column, publish as publish
