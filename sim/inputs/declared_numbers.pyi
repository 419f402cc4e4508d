"""Written by `python -m sim.odd` from the declarations."""

from sim.base.arrays import Value

class DeclaredNumbers:
    """One attribute for each parameter of `configs/parameters.toml`."""

    rationality: Value
    """how sharply actors follow their reasons: 0 a coin toss, infinity a threshold; 1 per log-odds, 0 to 5."""
    promised_only: Value
    """log-odds of an order that no rule of the actor's policy knows: it is given only where it is promised; log-odds,
    -200 to -50."""
    misperception: Value
    """error in what an actor sees of another, and how far secrecy works; 0 is the truth; share of range, 0 to 0.5."""
    memory_speed: Value
    """how fast the memory of acts adapts; 0.25 halves it in some 2.4 months; share a month, 0.05 to 0.8."""
    client_supplies: Value
    """base rate at which a client ships munitions; log-odds, -8 to 1."""
    need_of_aid: Value
    """weight of the need of food, fuel and money; log-odds, 0 to 4."""
    shell_hunger: Value
    """weight of the partner's shortage of shells; log-odds, 0 to 8."""
    depth_of_tie: Value
    """weight of the depth of the tie; log-odds, 0 to 5."""
    cover_for_weapons: Value
    """weight of being shielded by a great power; log-odds, 0 to 3."""
    payment_seen: Value
    """weight of recent payment; log-odds, 0 to 3."""
    unpaid_debt: Value
    """weight of what the partner owes; log-odds per USD bn, 0 to 2."""
    standing_supply: Value
    """weight of a supply line that stands; log-odds, 0 to 4."""
    empty_depots: Value
    """weight of stores near the own reserve; log-odds, 0 to 5."""
    first_partner_frown: Value
    """weight of the distance kept by the partner one depends on; log-odds, 0 to 4."""
    sanctions_exposure: Value
    """weight of what new sanctions could still take; log-odds, 0 to 3."""
    closed_border: Value
    """weight of a shut border; log-odds, 0 to 6."""
    client_sends_troops: Value
    """base rate at which a client sends troops; log-odds, -16 to -6."""
    manpower_hunger: Value
    """weight of the partner's shortage of men; log-odds, 0 to 6."""
    invaded_soil: Value
    """weight of an incursion into the partner's own soil; log-odds, 0 to 5."""
    arms_before_men: Value
    """weight of munitions sent before; log-odds, 0 to 6."""
    losses_replaced: Value
    """weight of own fallen whose place stands empty; log-odds, 0 to 8."""
    presence_suffices: Value
    """weight of men already there relative to the ceiling; log-odds, 0 to 5."""
    client_tests_missiles: Value
    """base rate of missile tests; log-odds, -5 to 1."""
    programme_drive: Value
    """weight of a programme that is not yet mature for displays; log-odds, -2 to 8."""
    isolation_to_provocation: Value
    """weight of isolation for tests; log-odds, 0 to 4."""
    reward_for_calm: Value
    """weight of the partner's tie for displays: rewards may make them needless, cover may make them safe; log-odds, -2
    to 4."""
    sold_not_fired: Value
    """weight of arms lately sent abroad for displays; log-odds, -1 to 4."""
    talks_restrain: Value
    """weight of recent talks against displays and hard measures; log-odds, -0.5 to 1.5."""
    exercise_to_provocation: Value
    """whether exercises provoke displays or hold them back; log-odds per monthly exercise, -0.3 to 0.5."""
    exercise_anticipated: Value
    """weight of the yearly exercises in their announced months for displays; log-odds, -0.4 to 0.6."""
    broadcast_to_provocation: Value
    """whether broadcasts provoke displays or not; log-odds per monthly broadcast, -0.3 to 0.8."""
    client_provokes_at_border: Value
    """base rate of border incidents; log-odds, -4 to 2."""
    border_deterrence: Value
    """weight of the deterrence that the other faces one with against incidents; log-odds, -1 to 3."""
    client_tests_device: Value
    """base rate of nuclear tests; log-odds, -8 to 0."""
    nuclear_readiness: Value
    """weight of a mature programme for a nuclear test; log-odds, 0 to 4."""
    red_line: Value
    """weight of the first trading partner's objection to a nuclear test; log-odds, 0 to 8."""
    client_talks_to_partner: Value
    """base rate of the client's high-level contacts with its partner; log-odds, -9 to -1."""
    client_seeks_accord: Value
    """base rate of the client's steps toward an accord; log-odds, -9 to -1."""
    client_talks_to_rivals: Value
    """base rate of the client's talks across the divide; log-odds, -7 to 0."""
    partner_instead_of_talks: Value
    """weight of a deep tie with the partner against talks with others; log-odds, 0 to 6."""
    trouble_to_provocation: Value
    """whether a regime in trouble provokes more (diversion) or less; log-odds, -2 to 2."""
    trouble_to_patron: Value
    """whether a regime in trouble leans more on its patron or keeps to itself; log-odds, -2 to 2."""
    trouble_to_troops: Value
    """whether a regime in trouble sends soldiers away or keeps them; log-odds, -2 to 2."""
    trouble_to_contact: Value
    """whether a regime in trouble seeks contacts across the divide or shuts the door; log-odds, -2 to 2."""
    patron_aids: Value
    """base rate of aid to the client; log-odds, -8 to 0."""
    shell_courtship: Value
    """weight of one's own shortage of shells for courting a supplier; log-odds, 0 to 6."""
    supplier_valued: Value
    """weight of a supplier that delivers; log-odds, 0 to 4."""
    debt_honoured: Value
    """weight of what is owed; log-odds per USD bn, 0 to 3."""
    patron_transfers_technology: Value
    """base rate of technology transfers; log-odds, -8 to 0."""
    enough_shells: Value
    """weight of having shells enough against the dearest payment; log-odds, 0 to 5."""
    men_for_technology: Value
    """weight of guest troops for technology; log-odds, 0 to 5."""
    proliferation_cost: Value
    """weight of the standing regime against transfers; log-odds, 0 to 4."""
    hedger_restrains: Value
    """weight of the client's first trading partner against transfers; log-odds, 0 to 3."""
    retaliation_in_kind: Value
    """weight of arms from the client's neighbour to one's enemy; log-odds, -1 to 4."""
    noticed_rounds: Value
    """rounds that the client's neighbour ships a month at which half of the answer is given; thousand rounds a month, 5
    to 100."""
    patron_shields: Value
    """base rate of shielding the client; log-odds, -7 to 0."""
    isolation_pull: Value
    """weight of isolation for seeking friends; log-odds, 0 to 4."""
    support_resented: Value
    """weight of others' support for one's enemy; log-odds per monthly supplier, 0 to 1.5."""
    patron_talks_to_partner: Value
    """base rate of the patron's high-level contacts with the client; log-odds, -9 to -1."""
    manpower_courtship: Value
    """weight of missing men for courting an ally; log-odds, 0 to 4."""
    patron_seeks_accord: Value
    """base rate of the patron's steps toward an accord; log-odds, -9 to -1."""
    patron_talks_to_hedger: Value
    """base rate of the patron's talks with the hedger; log-odds, -6 to 1."""
    patron_exercises: Value
    """base rate of the patron's exercises against its rivals; log-odds, -8 to 0."""
    patron_provokes: Value
    """base rate of the patron's sabotage, airspace and cable incidents against each rival within reach; log-odds, -6 to
    1."""
    enemy_armed: Value
    """weight of arms that a rival sends to the enemy for provocations against it; log-odds, -0.5 to 4."""
    hedger_trades: Value
    """base rate at which the hedger supports the client's economy; log-odds, -5 to 4."""
    instability_feared: Value
    """weight of hardship next door; log-odds, 0 to 6."""
    leverage_lost: Value
    """weight of the client's other patron against favours; log-odds, 0 to 4."""
    hedger_shields: Value
    """base rate of shielding; log-odds, -9 to 0."""
    encirclement_pull: Value
    """weight of rivals that fight well together; log-odds, 0 to 5."""
    side_taking_cost: Value
    """weight of the cost of being seen beside those who breach the rules; log-odds, 0 to 4."""
    dialogue_pulls_away: Value
    """whether being included in dialogue makes the partners' company less needful or dearer; log-odds per monthly
    dialogue, -1 to 2."""
    test_anger: Value
    """weight of a nuclear test against favours; log-odds, 0 to 6."""
    hedger_talks_to_clients: Value
    """base rate of the hedger's high-level contacts with those it shelters; log-odds, -7 to 0."""
    hedger_joins: Value
    """base rate at which the hedger takes a step toward the partners; log-odds, -12 to -2."""
    hedger_talks_across: Value
    """base rate of the hedger's dialogue across the divide; log-odds, -6 to 1."""
    hedger_exercises: Value
    """base rate of the hedger's exercises; log-odds, -6 to 0."""
    exercises_answered: Value
    """weight of exercises nearby; log-odds, -0.5 to 2."""
    balancer_shields: Value
    """base rate of shielding under the balancer theory; log-odds, -11 to -1."""
    balancer_talks_across: Value
    """base rate of dialogue across the divide under the balancer theory; log-odds, -5 to 2."""
    backer_shields: Value
    """base rate of shielding under the backer theory; log-odds, -8 to 1."""
    backer_joins: Value
    """base rate of joining under the backer theory; log-odds, -9 to 0."""
    ally_exercises: Value
    """base rate of the front-line ally's exercises; log-odds, -6 to 1."""
    exercise_calendar: Value
    """weight of the months of the yearly exercises; log-odds, 0 to 9."""
    threat_seen: Value
    """weight of the other's recent provocations; log-odds, 0 to 3."""
    hawkish_pull: Value
    """weight of the government's line; log-odds, 0 to 3."""
    ally_shares_with_ally: Value
    """base rate of intelligence sharing between allies; log-odds, -4 to 3."""
    ally_shares_with_friend: Value
    """base rate of intelligence sharing with friends that are not allies; log-odds, -8 to 0."""
    rival_bloc_alarm: Value
    """weight of arms, men and technology moved by those one opposes; log-odds per monthly act, 0 to 2."""
    ally_talks_to_ally: Value
    """base rate of consultations between allies; log-odds, -5 to 2."""
    ally_talks_to_friend: Value
    """base rate of high-level talks with friends; log-odds, -7 to 0."""
    ally_talks_across: Value
    """base rate of dialogue across the divide; log-odds, -7 to 0."""
    talks_answered: Value
    """weight of the other's recent offer to talk; log-odds, 0 to 4."""
    ally_partners: Value
    """base rate of accords and minilateral steps; log-odds, -8 to -1."""
    ally_sanctions: Value
    """base rate of an ally's listings; log-odds, -7 to 1."""
    arms_trade_outrage: Value
    """weight of arms moved in breach of the rules; log-odds per monthly act, 0 to 3."""
    sanctions_exhausted: Value
    """weight of what is already sanctioned; log-odds, 0 to 5."""
    war_outrage: Value
    """weight of a war of aggression for sanctions; log-odds, 0 to 4."""
    ally_arms_defender: Value
    """base rate at which the front-line ally arms the defender; log-odds, -10 to -2."""
    foreign_troops_alarm: Value
    """weight of outsiders' troops at the front; log-odds per 10 thousand men, 0 to 3."""
    technology_feared: Value
    """weight of the fear that the rival is paid with technology; log-odds, 0 to 4."""
    ally_aids_defender: Value
    """base rate of the front-line ally's other aid; log-odds, -4 to 3."""
    ally_broadcasts: Value
    """base rate of the front-line ally's broadcasts; log-odds, -7 to 0."""
    answer_in_kind: Value
    """weight of border incidents for answering through the air; log-odds, 0 to 14."""
    guarantor_arms_defender: Value
    """base rate at which the guarantor arms the defender; log-odds, -2 to 5."""
    guarantor_aids_defender: Value
    """base rate at which the guarantor aids the defender; log-odds, -2 to 5."""
    blocked_aid: Value
    """weight of a block at home; log-odds, 0 to 9."""
    ground_lost: Value
    """weight of ground lost by the defender; log-odds, -2 to 6."""
    guarantor_exercises: Value
    """base rate of the guarantor's exercises; log-odds, -7 to 0."""
    hostility_pull: Value
    """weight of the belief that the other is aggressive; log-odds, 0 to 4."""
    guarantor_shares: Value
    """base rate of the guarantor's intelligence sharing; log-odds, -4 to 3."""
    guarantor_talks_to_allies: Value
    """base rate of the guarantor's consultations with allies; log-odds, -4 to 3."""
    guarantor_talks_across: Value
    """base rate of the guarantor's dialogue across the divide; log-odds, -7 to 0."""
    guarantor_partners: Value
    """base rate of the guarantor's accords and minilateral steps; log-odds, -8 to -1."""
    guarantor_sanctions: Value
    """base rate of the guarantor's listings; log-odds, -6 to 2."""
    neighbour_exercises: Value
    """base rate of the neighbouring ally's exercises; log-odds, -7 to 0."""
    partner_aids_defender: Value
    """base rate at which partners aid the defender; log-odds, -2 to 5."""
    partner_arms_defender: Value
    """base rate at which distant partners arm the defender; log-odds, -2 to 5."""
    partner_sanctions: Value
    """base rate of partners' listings; log-odds, -8 to 0."""
    distant_partners: Value
    """base rate of distant partners' accords and minilateral steps; log-odds, -8 to -1."""
    distant_talks: Value
    """base rate of distant partners' talks across the oceans; log-odds, -8 to -1."""
    defender_pleads: Value
    """base rate of the defender's high-level talks; log-odds, -6 to 1."""
    defender_partners: Value
    """base rate of the defender's accords; log-odds, -8 to -1."""
    plea_for_help: Value
    """weight of the defender's shortage for pressing friends; log-odds, 0 to 4."""
    broadcaster_broadcasts: Value
    """base rate of broadcasts by organisations; log-odds, 2 to 7."""
    smuggling_stopped: Value
    """weight of a shut border against organisations' work; log-odds, 0 to 3."""
    jamming_felt: Value
    """weight of repression against organisations' work; log-odds, 0 to 3."""
    transit_loss: Value
    """share of a shipment lost or found unusable; share, 0 to 0.2."""
    planning_horizon: Value
    """months over which stores are spread when a need is planned; months, 3 to 24."""
    mobilisation: Value
    """how fast output rises toward capacity under full pull; share a month, 0.01 to 0.2."""
    stores_release: Value
    """share of what is in store that the front can draw in a month; share a month, 0.05 to 1."""
    stock_drawdown: Value
    """share of what stands above a supplier's stock target that it gives away in a month, beside its output; share a
    month, 0.01 to 0.25."""
    store_months: Value
    """months of need up to which a belligerent fills its stores before it takes less than is offered; months, 1 to
    12."""
    need_speed: Value
    """how fast the fire that the front asks for follows the enemy's; share a month, 0.01 to 0.3."""
    need_adaptation: Value
    """how fast a front that cannot be fed learns to fire less; share a month, 0 to 0.2."""
    attack_ratio: Value
    """fire that an attacker asks for, relative to the defender's; ratio, 1 to 6."""
    defence_ratio: Value
    """fire that a defender asks for, relative to the attacker's; ratio, 0.3 to 2."""
    ground_calls_fire: Value
    """how much more fire a side asks for when all contested ground is lost; below 0 it spares what it has; share, -1 to
    2."""
    drone_in_rounds: Value
    """what a strike drone is worth in rounds; rounds, 0 to 3."""
    drone_spread: Value
    """how fast the making of drones spreads while far from capacity; share a month, 0.05 to 0.4."""
    aid_buys_rounds: Value
    """share of the money given to a belligerent that pays for rounds on order; share, 0 to 0.05."""
    price_of_purchases: Value
    """what rounds cost on the open market; USD million per thousand rounds, 1 to 8."""
    order_pace: Value
    """share of the rounds on order that arrives in a month; share a month, 0.03 to 0.3."""
    hardship_hampers: Value
    """share of war effort, output and recruits, that full hardship takes away where nobody else pays; share, 0 to 1."""
    guest_ceiling: Value
    """men that host and sender agree on; thousand men, 5 to 60."""
    troop_tranche: Value
    """men that can be moved a month; thousand men a month, 1 to 20."""
    front_feed: Value
    """most men moved to the front a month, relative to those raised; ratio, 0.5 to 3."""
    lethality: Value
    """thousand men that a defender loses a month to enemy fire and men of unit power (thousand rounds and thousand men
    together); men per unit of enemy power a month, 0.01 to 0.1."""
    exposure: Value
    """how much more an attacker loses to the same power; ratio, 1 to 6."""
    homecoming: Value
    """how fast guests leave in a ceasefire; share a month, 0.05 to 1."""
    weariness_per_loss: Value
    """weariness from the fallen relative to the men who can be raised; index per share lost, 1 to 12."""
    weariness_relief: Value
    """how fast weariness wears off; share a month, 0 to 0.05."""
    incursion_calls_men: Value
    """further men asked for when all of one's own soil is invaded, as a share of those the front asks for; share, 0 to
    2."""
    casualty_ceiling: Value
    """largest share of its men that a side can lose in a month; share a month, 0.1 to 1."""
    weapons_weight: Value
    """weight of rounds against men in fighting power; share, 0.2 to 0.8."""
    substitution: Value
    """how well weapons stand in for men: -1 complements, near 0 Cobb-Douglas; exponent, -2 to 0.5."""
    decisiveness: Value
    """how decisive a superior force is; exponent, 0.25 to 4."""
    defence_advantage: Value
    """how much more the defender makes of the same power; ratio, 0.8 to 4."""
    strength_gradient: Value
    """how much the attack weakens from the middle to the far end of what is contested, twice over from end to end; log
    ratio, 0 to 3."""
    front_speed: Value
    """how far the front moves a month at full superiority; share a month, 0 to 0.3."""
    front_noise: Value
    """chance movement of the front; share a month, 0 to 0.05."""
    settlement_rate: Value
    """base rate at which the war freezes; log-odds, -10.5 to -4."""
    weariness_settles: Value
    """weight of a side's weariness for settling; log-odds, 0 to 12."""
    hardship_settles: Value
    """weight of a side's hardship for settling; log-odds, 0 to 4."""
    prospects_weight: Value
    """weight of the ground that fighting on promises against settling; log-odds per share, 0 to 60."""
    war_horizon: Value
    """months over which a side looks when it compares fighting on with settling; months, 6 to 60."""
    shift_delays: Value
    """weight of an expected shift of power, in chance of success, against settling; log-odds, -12 to 40."""
    exhaustion_rate: Value
    """base rate at which a side gives up when weariness equals the share of men it has left; log-odds, -10 to -4."""
    exhaustion_weight: Value
    """weight of weariness less the share of men left; log-odds, 0 to 10."""
    dictated_terms: Value
    """share of the contested land still held that an exhausted side gives up; share, 0 to 1."""
    conquest_margin: Value
    """contested land left to one side below which nothing is left to fight over; share, 0.005 to 0.1."""
    ceasefire_breaks: Value
    """base rate at which a ceasefire breaks, before what the sides expect; log-odds, -7 to -1."""
    peace_hardens: Value
    """chance that a ceasefire becomes a peace; probability a month, 0.001 to 0.05."""
    price_of_rounds: Value
    """what the patron is charged for rounds; USD million per thousand rounds, 0.2 to 3."""
    price_of_men: Value
    """what a soldier's dispatch is worth at once; USD million per thousand men, 0 to 30."""
    pay_of_men: Value
    """pay of guest troops; USD million per thousand men a month, 0 to 5."""
    price_of_technology: Value
    """what a whole programme's technology would be worth; USD bn per programme, 5 to 100."""
    technology_step: Value
    """what one transfer hands over; share of a programme, 0 to 0.05."""
    credit_line: Value
    """debt that a partner lets stand; USD bn, 0 to 5."""
    debt_cools: Value
    """how an unpaid debt cools the tie; share a month per USD bn, 0 to 0.1."""
    trade_speed: Value
    """how fast trade follows favour and border; share a month, 0.05 to 0.5."""
    trade_without_favour: Value
    """share of the usual trade that passes without the partner's favour; share, 0.2 to 0.7."""
    closure_stops_trade: Value
    """share of trade that a fully shut border stops; share, 0.4 to 1."""
    trade_substitution: Value
    """how far other partners' oil and food stand in for the usual imports, dollar for dollar; share, 0 to 1."""
    output_needs_inputs: Value
    """share of plants that stops without the usual imports; share, 0.2 to 1."""
    embargo_slows_plants: Value
    """share of plants that full pressure of sanctions stops for want of components; share, 0 to 0.5."""
    plants_stall: Value
    """how fast plants without inputs slow down; share a month, 0.05 to 1."""
    sanction_step: Value
    """what one round of listings adds to what is not yet sanctioned; share, 0.005 to 0.2."""
    sanctions_decay: Value
    """how fast sanctions wear thin without new listings; share a month, 0 to 0.05."""
    sanctions_bite: Value
    """hardship from full pressure; index, 0.04 to 1.2."""
    busting: Value
    """share evaded with a black knight and open commerce; share, 0 to 1."""
    diversion: Value
    """pressure diverted through third parties in any case; share, 0 to 0.3."""
    aid_spread: Value
    """how much the size of an aid order varies about the budget; standard deviation of the logarithm, 0 to 1.2."""
    war_hardship: Value
    """hardship of being at war; index, 0 to 0.4."""
    isolation_need: Value
    """how much isolation adds to need; share, 0 to 1."""
    isolation_scale: Value
    """isolation per share of the cast's economy that sanctions one; ratio, 0.5 to 3."""
    friends_matter: Value
    """how much of isolation regular high-level talks undo; share, 0 to 0.8."""
    economy_speed: Value
    """how fast hardship, need and isolation follow; share a month, 0.01 to 0.3."""
    aid_relief: Value
    """most hardship that aid can take away; index, 0 to 1."""
    aid_half_relief: Value
    """yearly aid that gives half the relief; share of the economy, 0.01 to 0.3."""
    trade_hardship: Value
    """hardship from losing all of the usual imports; index, 0.1 to 0.9."""
    repression_costs: Value
    """hardship from repression above its usual level; index, 0 to 1."""
    monitoring_catches: Value
    """whether a coalition of all that sanction catches evasion or teaches it new ways; share, -0.3 to 1."""
    tie_gain: Value
    """how a joint act deepens a tie; share, 0.005 to 0.1."""
    tie_loss: Value
    """how an opposed act loosens a tie, and a display the favour of an ally that answers for it; share, 0 to 0.1."""
    tie_decay: Value
    """how fast an unused tie decays to affinity; share a month, 0 to 0.1."""
    affinity_ceiling: Value
    """tie without any joint act between states that vote alike; index, 0.2 to 0.8."""
    affinity_scale: Value
    """distance of ideal points over which affinity falls to a third; index, 0.5 to 3."""
    dialogue_to_tie: Value
    """whether an offer from across the divide loosens a tie (wedge) or rewards it; share per talk, -0.015 to 0.015."""
    minilateral_to_hedger_tie: Value
    """whether minilateral steps drive the hedger to those across from them; share per step, -0.01 to 0.01."""
    sanctions_to_tie: Value
    """whether sanctions bind the sanctioned together; share a month, -0.02 to 0.08."""
    dependence_speed: Value
    """how fast dependence follows what is received; share a month, 0.01 to 0.3."""
    dependence_scale: Value
    """yearly aid, relative to the economy, that makes fully dependent; share of the economy, 0.02 to 0.5."""
    treaty_tie: Value
    """tie from which an accord becomes a defence treaty; index, 0.4 to 0.95."""
    dependence_fades: Value
    """how fast unused dependence fades, relative to how fast it follows what is received; ratio, 0 to 1."""
    technology_dependence: Value
    """dependence that technology creates: the inverse of the share of a programme, received in a month, that makes
    fully dependent; 1 per share of a programme, 0 to 50."""
    provocation_evidence: Value
    """what a provocation says about aggressiveness; log-likelihood ratio, 0 to 0.5."""
    arms_evidence: Value
    """what arms sent abroad say about aggressiveness; log-likelihood ratio, 0 to 0.5."""
    exercise_evidence: Value
    """what an exercise says about aggressiveness; log-likelihood ratio, 0 to 0.5."""
    announced_discount: Value
    """share of an exercise's message that is lost where it falls in its announced season; share, 0 to 1."""
    talk_evidence: Value
    """what a talk says against aggressiveness; log-likelihood ratio, -0.1 to 0.4."""
    belief_fades: Value
    """how fast beliefs fade to the prior; share a month, 0 to 0.1."""
    belief_prior: Value
    """belief without any evidence; probability, 0.2 to 0.8."""
    nuclear_test_evidence: Value
    """how many provocations a nuclear test counts for as evidence of aggressiveness; provocations, 1 to 10."""
    deterrence_speed: Value
    """how fast deterrence follows its grounds; share a month, 0.05 to 0.6."""
    men_in_power: Value
    """weight of men, against money, in military power; share, 0.2 to 0.8."""
    forces_tied_down: Value
    """share of a belligerent's power that its war ties down; share, 0.2 to 0.9."""
    initiative: Value
    """by how much time and place of its own choice multiply the force of who strikes first; ratio, 1 to 5."""
    warning_time: Value
    """share of that advantage that full warning takes away; share, 0 to 1."""
    balance_steepness: Value
    """how steeply the balance of forces on the spot deters; log-odds a unit of log ratio, 0.5 to 4."""
    help_unbound: Value
    """share of its help that a fellow without a treaty is believed to give; share, 0 to 0.6."""
    warheads_enough: Value
    """warheads with which an arsenal strikes back half as surely as the largest; warheads, 10 to 300."""
    nuclear_deters: Value
    """how far a full arsenal deters; share, 0 to 0.95."""
    decoupling: Value
    """share of a guarantor's umbrella that a challenger takes away who can strike the guarantor; share, 0 to 1."""
    promises_kept: Value
    """share of alliance promises kept when called in; probability, 0.2 to 0.75."""
    distance_discount: Value
    """how much of an ally's power counts on the spot; share, 0.05 to 1."""
    dissatisfaction: Value
    """weight of isolation, as a measure of what a challenger has to gain from change; log-odds, 0 to 2.5."""
    interoperability_gain: Value
    """how a joint exercise builds the ability to fight together; share, 0.005 to 0.15."""
    interoperability_decay: Value
    """how fast it fades without use; share a month, 0 to 0.05."""
    integrity_norm: Value
    """reputation to which time leads back; index, 0.3 to 0.95."""
    integrity_mends: Value
    """how fast reputation mends; share a month, 0 to 0.1."""
    broken_promise: Value
    """reputation lost by a broken promise; share, 0 to 0.3."""
    weariness_saps_resolve: Value
    """share of its resolve that a defender loses when wholly weary; share, 0 to 1."""
    intelligence_as_exercise: Value
    """what sharing intelligence for a month builds of the ability to fight together; joint exercises, 0 to 1."""
    accord_as_exercise: Value
    """what the standing work under all accords builds a month of the ability to fight together; joint exercises, 0 to
    1."""
    launch_tail: Value
    """further occasions in a month of tests when every recent month had one; occasions, 0.2 to 5."""
    border_tail: Value
    """further incidents in a month with one when every recent month had one; incidents, 0.2 to 10."""
    dispute_rate: Value
    """base rate at which one challenges another in a month; log-odds, -8 to -5.5."""
    dispute_begets_dispute: Value
    """weight of a recent dispute; log-odds, 2 to 5."""
    dispute_memory: Value
    """how long a dispute counts as recent; months, 3 to 60."""
    hostility_to_dispute: Value
    """weight of hostility for disputes; log-odds, 0 to 3."""
    deterrence_to_dispute: Value
    """weight of deterrence against disputes, where that theory holds; log-odds, 0.5 to 5."""
    hardship_to_dispute: Value
    """weight of a challenger's hardship for disputes; log-odds, -1.5 to 1.5."""
    backing_emboldens: Value
    """weight of a patron or ally at the challenger's back; log-odds, -1 to 1.5."""
    nuclear_instability: Value
    """weight of nuclear deterrence on both sides for the beginning of disputes; log-odds, -1 to 2."""
    provocation_to_dispute: Value
    """weight of recent provocations for disputes; log-odds, 0 to 1.2."""
    talks_to_dispute: Value
    """weight of recent talks between the two against disputes; log-odds, -1 to 1.5."""
    hostility_to_severity: Value
    """weight of hostility for each step of a crisis; log-odds, 0 to 3."""
    deterrence_to_severity: Value
    """weight of deterrence against each step of a crisis; log-odds, -1 to 2.5."""
    nuclear_caution: Value
    """weight of nuclear deterrence against the step to war; log-odds, 0 to 6."""
    step_to_display: Value
    """readiness of either side to go from threat to display, a month; log-odds, 0 to 4."""
    step_to_force: Value
    """readiness of either side to go from display to force, a month; log-odds, -3 to 0.5."""
    step_to_war: Value
    """readiness of either side to go from force to war, a month, where nuclear weapons hold nobody back; log-odds, -8.5
    to -4.5."""
    crisis_rests: Value
    """chance that both sides let a crisis rest; probability a month, 0.1 to 0.7."""
    crisis_yields: Value
    """readiness of either side to back down, a month; log-odds, -5 to 0."""
    deterrence_to_yield: Value
    """weight of deterrence for backing down; log-odds, -1 to 3."""
    audience_binds: Value
    """how much each level that a crisis has climbed binds against backing down; log-odds a level, 0 to 1.5."""
    audience_cost: Value
    """reputation lost by backing down from the brink; share, 0 to 0.2."""
    humiliation: Value
    """security of the regime lost by backing down from the brink; share, 0 to 0.15."""
    insecurity_to_dispute: Value
    """weight of the other side's superiority for disputes, where the spiral holds; log-odds, 0 to 5."""
    insecurity_to_severity: Value
    """weight of the other side's superiority for each step of a crisis, where the spiral holds; log-odds, 0 to 2.5."""
    exercise_to_dispute: Value
    """weight of exercises of either side against the other, where the spiral holds; log-odds, 0 to 1."""
    war_ends: Value
    """chance that a new war ends; probability a month, 0.02 to 0.5."""
    salvo_ceiling: Value
    """most further occasions in one month; occasions, 5 to 40."""
    sanctions_slow_programme: Value
    """how much full pressure slows own effort; share, 0 to 1."""
    learning_by_testing: Value
    """what a month of tests teaches; share a month, 0 to 0.01."""
    absorption: Value
    """how much of transferred technology is absorbed; share, 0 to 1."""
    nuclear_test_lessons: Value
    """how many provocations a nuclear test counts for as learning; provocations, 1 to 20."""
    shield_wears: Value
    """how a shield wears the regime down; share, 0 to 0.03."""
    breach_wears: Value
    """how an open breach wears it down; share, 0 to 0.03."""
    test_wears: Value
    """how a nuclear test wears it down; share, 0 to 0.1."""
    monitoring_mends: Value
    """whether a coalition of all that sanction upholds the regime or displaces it; share a month, -0.005 to 0.02."""
    accord_ceiling: Value
    """most accords that a pair can have in force beyond those at the start; accords, 2 to 10."""
    accords_lapse: Value
    """how fast accords lapse that nobody renews; share a month, 0 to 0.03."""
    accords_exhausted: Value
    """weight of accords in force against another; log-odds per accord, 0 to 3."""
    accords_oblige: Value
    """whether accords oblige to share burdens or let others carry them; log-odds per accord, -0.1 to 0.3."""
    accords_for_a_seat: Value
    """accords with others that sanction that give half a seat among those who watch; accords, 1 to 12."""
    accords_half_open: Value
    """accords that open half of what two can still learn to do together; accords, 0.5 to 6."""
    reach_without_accords: Value
    """ability to fight together that two without treaty or accord can reach; index, 0.1 to 0.8."""
    power_changes_hands: Value
    """share of presidential elections that bring another party to office; share, 0.36 to 0.78."""
    government_falls: Value
    """chance that a government falls between elections; probability a month, 0.001 to 0.02."""
    line_spread: Value
    """spread of the lines of new governments; index, 0.2 to 1."""
    block_begins: Value
    """chance that a block of aid begins where politics are open; probability a month, 0.005 to 0.1."""
    block_ends: Value
    """chance that a block of aid ends; probability a month, 0.08 to 0.5."""
    word_of_mouth: Value
    """how information spreads among people; share a month, 0 to 0.15."""
    border_leak: Value
    """what carriers bring through an open border; share a month, 0 to 0.02."""
    jamming: Value
    """how much repression undoes a month; share a month, 0 to 0.2."""
    repression_base: Value
    """repression without outside information; index, 0.2 to 1."""
    crackdown: Value
    """how repression answers reach; index, 0 to 2."""
    crackdown_speed: Value
    """how fast repression follows; share a month, 0.01 to 0.3."""
    information_weight: Value
    """how far outside information persuades; index, 0 to 1."""
    hardship_weight: Value
    """how far hardship persuades; index, 0 to 0.6."""
    conformity: Value
    """how far others' doubts embolden; index, 0 to 0.5."""
    threshold_mean: Value
    """mean threshold of private doubt; index, 0.1 to 0.5."""
    threshold_spread: Value
    """spread of thresholds; the jump comes near 0.12; index, 0.05 to 0.4."""
    attitude_speed: Value
    """how fast attitudes follow; share a month, 0.002 to 0.1."""
    regime_base: Value
    """security of a regime without backing; index, 0.2 to 0.9."""
    regime_speed: Value
    """how fast security follows; share a month, 0.01 to 0.3."""
    backing_secures: Value
    """how backing by partners secures a regime; index, 0 to 0.3."""
    disaffection_unsettles: Value
    """how disaffection unsettles a regime; index, 0 to 1."""
    backing_ceiling: Value
    """most acts of backing by partners in a month that count for a regime; acts, 1 to 5."""
    repression_secures: Value
    """how repression secures a regime; index, 0 to 0.6."""
    hardship_unsettles: Value
    """how hardship unsettles a regime; index, 0 to 0.6."""
    closed_from: Value
    """from which closedness on one may broadcast into a society; share, 0 to 1."""
    radio_reach: Value
    """what broadcasts without end would add a month to those reached; share a month, 0.001 to 0.03."""
    hours_half_reach: Value
    """hours a day that add half of what endless broadcasts would; hours a day, 100 to 1500."""
    hours_jammed: Value
    """share of hours that full repression jams; share, 0 to 0.8."""
    crackdown_on_doubt: Value
    """how repression answers private disagreement; index, 0 to 1.5."""
    programme_needs_inputs: Value
    """share of the programme's own effort that stops without the usual imports; share, 0 to 0.8."""
    third_party_weight: Value
    """weight of what an act says to third parties; ratio, 0 to 2."""
    pseudo_disputes_at_force: Value
    """share at the use of force of the one pseudo-dispute that steadies the share of disputes at force; disputes, 0 to
    1."""
    stability_weight_provocations: Value
    """weight of provocations in the stability index; weight, 0 to 5."""
    stability_weight_disputes: Value
    """weight of disputes in the stability index; weight, 0 to 5."""
    stability_weight_war: Value
    """weight of a new war in the stability index; weight, 0 to 5."""
    stability_weight_territory: Value
    """weight of territory taken in the stability index; weight, 0 to 5."""
    stability_weight_institutions: Value
    """weight of worn institutions in the stability index; weight, 0 to 5."""
    stability_weight_programme: Value
    """weight of the weapons programme in the stability index; weight, 0 to 5."""
    stability_full_provocations: Value
    """provocations a year that count as full in the stability index; occasions a year, 12 to 240."""
    stability_full_disputes: Value
    """disputes a year that count as full in the stability index; disputes a year, 2 to 60."""
