from .scenario import Scenario as Scenario, load_scenario as load_scenario, scenario_names as scenario_names
