"""Words that are names and words of everyday English at once: in text they are nobody's name without their capitals."""

_WORDS = """
amber angel april art august autumn basil bay bill blaze blue brandy brook brooke buddy carol carter case chance chase
cherry christian clay cliff coral cooper cricket crystal daisy dale dawn dean destiny dixie don dot drew duke earl ember
eve ever faith fawn fern flora forest fox frank gale gay gene ginger glen grace grant gray guy hale happy harmony harper
hazel heath heather heaven herb hope hunter iris ivory ivy jack jade jasmine jay jean jersey jewel joy juan june justice
king lane laurel law lily lotus mark marsh mason mercy mike miles miller misty may major pat pearl penny piper pierce
poppy presley prince princess rain ray reed reign rich rob robin rocky rose ruby rusty sage sandy saint sally scout
serenity shade sky skip sparrow spring star sterling stone storm sue summer sunny sunshine temple tanner tawny trinity
true trip tucker van violet wade walker ward west will willow win winter wolf wren
baker banks barber bass bean bell best bird bishop black bloom book booth bowman boy branch bridges bright brooks brown
burns bush butcher butler cannon cash castle chamber chambers church clark close cole cook cotton cross day deal dial dove
drew early east eagle english fair farmer field fields finch fish fisher fleming flower flowers foot ford forester foster
freeman french friend gates gold golden good goodman green hall hand hard harvest head hill hills holiday hood house
hunt ice james judge keen key keys knight lake lamb land law leaf light lin link little long love low man marks marshal
marshall mayor means mill mills mister moon moor moore more morning moss mountain new noble north oaks page pain paige
park parks parish parsons people perry pool poor pope potter power powers price pride quick reader rice rivers road
roads root royal rule rush sands sea self sharp shepherd ship short silver singer small smart smith snow song south
speaks spring stack steel street strong swan sweet swift taylor teague thatcher trail turner underwood valley vine vo wall
walls waters weaver weeks well wells white whitehead wild wise wood woods workman worth wright yard young
an bo do go he ho in it jo li le lo ma my no of on or so to un us we ye yo
abbot acorn admiral apple archer armor ash aspen banner barley baron barn beach bear beaver beech berry birch blossom bolt boulder
bow bridge bronze buck bull bunny camp canyon captain carpenter cedar chandler charity clear cloud clove college constance copper
count cove crane creek crow dancer darling dear deer delta diamond drummer dusk easter echo elder elk elm emerald falcon fiddler
fig flint forrest frost fuller garden garnet gardener gentle ginger glass glover goose green grove gull hare harbor
hawk hazelnut herring hickory holly honey honor horn iron island jet jewels kite lad lance lark lavender lemon liberty
linden lion lord luna magnolia maple mariner marigold meadow meadows melody mercer merit mint mist monk moss
mouse mulberry nest nickel nightingale nun oak oats ocean olive onyx opal orchard otter owl paper parsley patience peach pear
pebble peony pepper pike pilot pine pink plum pond poplar prairie priest prudence quail quest rabbit raven red reef
ridge rock ruler rye sailor salmon salt sapphire sawyer senior sergeant shields shore siren skinner slater slate
snowflake sparks spear spencer spice spruce squire stable starling steward stork sugar sunflower sword tailor tea teal
tempest temple thistle thorn thunder tide tiger timber tower trace trout tulip turtle twin twins vale valor velvet victor victory
walnut wave waves wheat wheeler willows wing wisdom wolfe worker world yarrow zion
"""
COMMON = frozenset(_WORDS.split())
"""Authored for this project; a word more only means that its capitals are asked for, and that alone it is nobody's name."""

_KNOWN = """
washington lincoln jefferson jackson madison houston dallas austin denver cleveland columbus hamilton franklin kennedy reagan
jordan israel chad georgia virginia carolina dakota montana sydney london paris florence lima kingston clinton monroe adams
berlin orlando savannah phoenix lawrence manhattan shakespeare darwin newton einstein edison mozart lee
"""
KNOWN = frozenset(_KNOWN.split())
"""Places, and people of history whom every class reads about: such a word alone is nobody of the roster."""
