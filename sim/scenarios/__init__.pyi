from .pathways import Pathway as Pathway, load_pathway as load_pathway, pathway_names as pathway_names
from .scenario import Scenario as Scenario, load_scenario as load_scenario, scenario_names as scenario_names
