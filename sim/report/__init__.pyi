from .explain import Explanation as Explanation
from .run_tables import months_table as months_table, orders_table as orders_table, outcomes_table as outcomes_table
from .story import Story as Story, tell as tell
