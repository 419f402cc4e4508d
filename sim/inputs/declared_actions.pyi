"""Written by `python -m sim.odd` from the declarations."""

from sim.inputs.action import Action

class DeclaredActions(type):
    """One attribute for each action of `configs/actions.toml`."""

    SUPPLY_MUNITIONS: Action
    """ship artillery rounds and rockets from stock; thousand rounds."""
    SEND_TROOPS: Action
    """send own soldiers to fight in the receiver's war; thousand men."""
    SEND_AID: Action
    """give food, fuel, cash or budget support; USD bn."""
    TRANSFER_TECHNOLOGY: Action
    """hand over military hardware designs, systems or know-how; share of a programme."""
    SHIELD: Action
    """veto, block or leave unenforced a measure against the receiver; acts."""
    SANCTION: Action
    """list, embargo or freeze; rounds of listings."""
    EXERCISE: Action
    """hold a joint exercise against the receiver's threat; exercises."""
    SHARE_INTELLIGENCE: Action
    """share warning data and assessments with an ally; months of sharing."""
    TALK: Action
    """meet at high level or hold a dialogue; meetings."""
    PARTNER: Action
    """take a step toward an accord or a minilateral grouping; steps."""
    PROVOKE: Action
    """test a missile or stage a border incident; occasions."""
    TEST_NUCLEAR: Action
    """test a nuclear device; tests."""
    BROADCAST: Action
    """bring outside information into a closed society; hours a day."""
