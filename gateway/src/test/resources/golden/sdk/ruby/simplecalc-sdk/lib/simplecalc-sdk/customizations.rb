# What the gem's owner adds to SimpleCalc.
