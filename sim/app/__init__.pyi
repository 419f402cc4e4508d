from .choice import Choice as Choice
from .options import WatchOptions as WatchOptions
from .watch import serve as serve
