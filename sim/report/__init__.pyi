from .explain import Explanation as Explanation
from .run_tables import orders_table as orders_table, outcomes_table as outcomes_table, turns_table as turns_table
from .story import Story as Story, tell as tell
