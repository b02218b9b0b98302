package com.mycompany.calc.model;

import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A model of SimpleCalc. */
public class Problem {

    @SerializedName("why")
    private String why = null;

    /** @return why */
    public String getWhy() {
        return why;
    }

    /** @param why the new value of why */
    public void setWhy(String why) {
        this.why = why;
    }
}
