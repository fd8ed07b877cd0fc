-- args: --set philosophers=99
-- exit: 2
-- expect: --set philosophers=99: knob philosophers goes from 2 to 12
require "sandbox".knob("philosophers", 5, {min = 2, max = 12})
