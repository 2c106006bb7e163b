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
"""
COMMON = frozenset(_WORDS.split())
"""Authored for this project; a word more only means that its capitals are asked for."""
