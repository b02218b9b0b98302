package com.mycompany.calc.model;

import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A model of SimpleCalc. */
public class Input {

    @SerializedName("a")
    private BigDecimal a = null;

    @SerializedName("b")
    private BigDecimal b = null;

    @SerializedName("op")
    private String op = null;

    /** @return a */
    public BigDecimal getA() {
        return a;
    }

    /** @param a the new value of a */
    public void setA(BigDecimal a) {
        this.a = a;
    }

    /** @return b */
    public BigDecimal getB() {
        return b;
    }

    /** @param b the new value of b */
    public void setB(BigDecimal b) {
        this.b = b;
    }

    /** @return op */
    public String getOp() {
        return op;
    }

    /** @param op the new value of op */
    public void setOp(String op) {
        this.op = op;
    }
}
