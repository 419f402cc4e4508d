"""Written by `python -m sim.odd` from the declarations."""

from sim.base.arrays import Run, SlotRun, TargetRun, TheatreRun

class Seen:
    """One attribute for each variable of the world and each view; of actors and pairs a row for each target."""

    economy: TargetRun
    """size of the economy; USD bn, 0 to 40000."""
    military_spending: TargetRun
    """military spending a year; USD bn, 0 to 1500."""
    active_forces: TargetRun
    """men under arms; thousand men, 0 to 5000."""
    nuclear_warheads: TargetRun
    """nuclear warheads held; warheads, 0 to 50000."""
    affinity_point: TargetRun
    """ideal point in the UN General Assembly; index, -4 to 4."""
    closedness: TargetRun
    """how closed the society is to outside information; share, 0 to 1."""
    transport_cap: TargetRun
    """most rounds that can be shipped a month; thousand rounds, 0 to 2000."""
    munitions_reserve: TargetRun
    """rounds held back for own defence; thousand rounds, 0 to 30000."""
    munitions_capacity: TargetRun
    """most rounds that can be made; thousand rounds a month, 0 to 2000."""
    fire_ceiling: TargetRun
    """most rounds that the guns can fire; thousand rounds a month, 0 to 3000."""
    outside_rounds: TargetRun
    """most rounds that can be had from suppliers outside the cast; thousand rounds a month, 0 to 500."""
    drone_capacity: TargetRun
    """most drones that can be made; thousand drones a month, 0 to 2000."""
    troops_wanted: TargetRun
    """men the front asks for; thousand men, 0 to 3000."""
    manpower: TargetRun
    """men who can be raised for the war in all; thousand men, 0 to 30000."""
    recruitment: TargetRun
    """men raised a month; thousand men a month, 0 to 100."""
    aid_budget: TargetRun
    """aid that one monthly order gives; USD bn, 0 to 20."""
    programme_effort: TargetRun
    """own progress of the weapons programme; share a month, 0 to 0.1."""
    broadcast_hours: TargetRun
    """what one broadcaster usually sends, over all frequencies; hours a day, 0 to 2000."""
    frailty: TargetRun
    """hardship that is there without sanctions, closure or war; index, 0 to 1."""
    trade_share: TargetRun
    """share of trade with the first commercial partner; share, 0 to 1."""
    usual_trade: TargetRun
    """trade with that partner in a good year; USD bn a month, 0 to 50."""
    border_closed: TargetRun
    """how far the border is shut; share, 0 to 1."""
    aid_blocked: TargetRun
    """how far domestic politics blocks aid; share, 0 to 1."""
    hawkish_government: TargetRun
    """how hard the government's line is; index, -1 to 1."""
    politics_open: TargetRun
    """how far domestic politics are left to chance; share, 0 to 1."""
    election: TargetRun
    """chance that an election puts a government in office; share, 0 to 1."""
    handover: TargetRun
    """whether another government takes office for sure; 0 or 1, 0 to 1."""
    incursion: TargetRun
    """enemy troops on own soil; share, 0 to 1."""
    exercise_season: TargetRun
    """whether the yearly exercises fall in this month; share, 0 to 1."""
    munitions_stock: TargetRun
    """rounds in store; thousand rounds, 0 to 60000."""
    munitions_output: TargetRun
    """rounds made a month; thousand rounds a month, 0 to 2000."""
    firing_need: TargetRun
    """rounds the front asks for; thousand rounds a month, 0 to 3000."""
    munitions_shortfall: TargetRun
    """share of need that output and stores spread over the planning horizon leave uncovered; share, 0 to 1."""
    arms_on_order: TargetRun
    """rounds paid for and not yet delivered; thousand rounds, 0 to 20000."""
    drone_output: TargetRun
    """drones made a month; thousand drones a month, 0 to 2000."""
    rounds_fired: TargetRun
    """rounds fired; thousand rounds, 0 to 3000."""
    rounds_shipped: TargetRun
    """rounds shipped to others; thousand rounds, 0 to 6000."""
    rounds_received: TargetRun
    """rounds that arrived from others; thousand rounds, 0 to 12000."""
    rounds_bought: TargetRun
    """rounds that arrived from outside the cast, for one's own or for donors' money; thousand rounds, 0 to 10000."""
    rounds_lost: TargetRun
    """own shipments lost on the way; thousand rounds, 0 to 6000."""
    troops_available: TargetRun
    """men that can be sent; thousand men, 0 to 20000."""
    troops_deployed: TargetRun
    """men at the front; thousand men, 0 to 3000."""
    troops_lost: TargetRun
    """men killed or out of action, so far; thousand men, 0 to 10000."""
    troops_fallen: TargetRun
    """men killed or out of action; thousand men, 0 to 3000."""
    troops_sent: TargetRun
    """men sent to a partner's war; thousand men, 0 to 200."""
    weariness: TargetRun
    """war weariness; index, 0 to 1."""
    hardship: TargetRun
    """economic hardship; index, 0 to 1."""
    aid_need: TargetRun
    """need of food, fuel and money; index, 0 to 1."""
    isolation: TargetRun
    """how far others have turned away; index, 0 to 1."""
    trade: TargetRun
    """trade with the first commercial partner; USD bn a month, 0 to 50."""
    government_line: TargetRun
    """line of a government that chance put in office; index, -1 to 1."""
    aid_paused: TargetRun
    """whether a quarrel at home holds up aid; 0 or 1, 0 to 1."""
    aid_received: TargetRun
    """value of aid received; USD bn, 0 to 200."""
    aid_given: TargetRun
    """value of aid given; USD bn, 0 to 100."""
    technology_received: TargetRun
    """military technology received; share of a programme, 0 to 1."""
    technology_given: TargetRun
    """military technology handed over; share of a programme, 0 to 1."""
    weapons_programme: TargetRun
    """maturity of the nuclear and missile programme; index, 0 to 1."""
    regime_security: TargetRun
    """security of the regime; index, 0 to 1."""
    integrity: TargetRun
    """reputation for keeping promises; index, 0 to 1."""
    launches: TargetRun
    """missile launch occasions; occasions, 0 to 60."""
    border_incidents: TargetRun
    """border incidents; incidents, 0 to 60."""
    nuclear_tests: TargetRun
    """nuclear tests; tests, 0 to 1."""
    outside_information: TargetRun
    """share of people reached from outside; share, 0 to 1."""
    disaffection: TargetRun
    """share who privately disagree; share, 0 to 1."""
    repression: TargetRun
    """counter-repression against outside information; index, 0 to 1."""
    tie: TargetRun
    """depth of the tie; index, 0 to 1."""
    dependence: TargetRun
    """how much the first needs the second; index, 0 to 1."""
    hostility: TargetRun
    """the first's belief that the second is aggressive; probability, 0 to 1."""
    interoperability: TargetRun
    """ability to fight together; index, 0 to 1."""
    sanctions: TargetRun
    """level of the first's sanctions on the second; index, 0 to 1."""
    owed: TargetRun
    """what the first owes the second; USD bn, -50 to 50."""
    accords: TargetRun
    """accords in force beyond those that stood at the start; accords, 0 to 20."""
    treaty: TargetRun
    """whether a defence treaty binds the two; 0 or 1, 0 to 1."""
    deterrence: TargetRun
    """how far the first is deterred from attacking the second; index, 0 to 1."""
    months_since_dispute: TargetRun
    """months since the last dispute; months, 0 to 600."""
    crisis: TargetRun
    """hostility level of a crisis that the first opened; level 0, 2 to 5, 0 to 5."""
    dispute_rung: TargetRun
    """highest level of a dispute that ended; level 0, 2 to 5, 0 to 5."""
    incidents: TargetRun
    """incidents that the first staged against the second; incidents, 0 to 60."""
    front: Run
    """share of contested territory held by the attacker; share, 0 to 1."""
    ceasefire: Run
    """whether the war is frozen; 0 or 1, 0 to 1."""
    peace: Run
    """whether the war has ended for good; 0 or 1, 0 to 1."""
    institutions: Run
    """integrity of the sanctions and non-proliferation regime; index, 0 to 1."""
    theatre_war: TheatreRun
    """whether a new war is under way; 0 or 1, 0 to 1."""
    conflict: TheatreRun
    """sum of conflictual acts; Goldstein points, 0 to 10000."""
    cooperation: TheatreRun
    """sum of cooperative acts; Goldstein points, 0 to 10000."""
    memory: SlotRun
    """fading memory of an order; index, 0 to 1."""
    encirclement: TargetRun
    """How well the groupings around one's rivals can fight together: mean interoperability in them; share, 0 to 1."""
    at_war: TargetRun
    """Whether the actor is fighting this month: a belligerent while no ceasefire holds; 0 or 1, 0 to 1."""
    foreign_troops: TargetRun
    """Men that outsiders have at the front against the actor, or against those it supports; thousand men, 0 to 3000."""
    manpower_shortfall: TargetRun
    """Share of the men asked for at the front who are missing; an incursion asks for more; share, 0 to 1."""
    hampered: TargetRun
    """Share of a war effort that hardship takes away, unless others lately paid for it in aid or machines; share, 0 to
    1."""
    manpower_left: TargetRun
    """Share of the men who could be raised for the war that it has not yet cost; share, 0 to 1."""
    recruits: TargetRun
    """Men raised this month: fewer the harder life is without aid and the fewer are left to raise; thousand men a
    month, 0 to 100."""
    enemy_support: TargetRun
    """Munitions and men lately sent to one's enemies; fading acts, 0 to 200."""
    rivals_armed: TargetRun
    """Technology lately handed to one's rivals; fading acts, 0 to 200."""
    arms_trade_of_targets: TargetRun
    """Munitions, men and technology lately moved by those one may sanction; fading acts, 0 to 200."""
    partner_tie: TargetRun
    """The deepest tie with any partner; index, 0 to 1."""
    neighbours_supply: TargetRun
    """How much those across one's contested border shipped to a war last month: 1 for very much, a half for enough;
    share, 0 to 50."""
    first_partner_distance: TargetRun
    """How far the actor's main support is from approving its other ties: 1 less the tie of those it depends on; index,
    0 to 1."""
    sanctioned_share: TargetRun
    """Share of the senders' economies whose sanctions an actor bears, weighted by their level; share, 0 to 1."""
    government: TargetRun
    """How hard the line of the government in office is: the calendar's, or where politics are open that of chance;
    index, -1 to 1."""
    aid_held_up: TargetRun
    """How far domestic politics hold up aid, by the calendar or by chance; share, 0 to 1."""
    trouble_at_home: TargetRun
    """How far a regime is in trouble: 0 where it is secure and all agree, 1 where it is not or nobody does; index, 0 to
    1."""
    inputs_at_hand: TargetRun
    """Share of the usual imports that trade with the first partner brings, or others' oil and food stand in for; share,
    0 to 1."""
    accords_in_force: TargetRun
    """Accords in force with anyone; accords, 0 to 400."""
    seat_in_monitoring: TargetRun
    """How far an actor that sanctions sits with others that do in watching the sanctions, through its accords; share, 0
    to 1."""
    talks_across: TargetRun
    """Talks lately sought with the actor by its rivals and across the divide; those of allies and partners left out;
    fading acts, 0 to 50."""
    rivals_in_season: TargetRun
    """Whether the yearly exercises of any rival fall in this month; share, 0 to 1."""
