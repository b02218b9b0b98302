package com.mycompany.calc.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model of SimpleCalc. */
public class Tags extends ArrayList<String> {

    private static final long serialVersionUID = 1L;
}
