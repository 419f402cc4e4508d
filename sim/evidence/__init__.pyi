from .fact_scores import facts_table as facts_table
from .facts.fact import Fact as Fact
from .observed import Observed as Observed
from .series_scores import series_table as series_table
from .tables import SEEN as SEEN, TURNS as TURNS, load as load
