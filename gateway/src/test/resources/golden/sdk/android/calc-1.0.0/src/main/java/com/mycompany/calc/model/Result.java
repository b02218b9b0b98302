package com.mycompany.calc.model;

import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A model of SimpleCalc. */
public class Result {

    @SerializedName("c")
    private BigDecimal c = null;

    @SerializedName("count")
    private Integer count = null;

    @SerializedName("exact")
    private Boolean exact = null;

    @SerializedName("class")
    private String class_ = null;

    @SerializedName("input")
    private Input input = null;

    @SerializedName("steps")
    private List<Input> steps = null;

    @SerializedName("tags")
    private Tags tags = null;

    @SerializedName("other")
    private Object other = null;

    /** @return c */
    public BigDecimal getC() {
        return c;
    }

    /** @param c the new value of c */
    public void setC(BigDecimal c) {
        this.c = c;
    }

    /** @return count */
    public Integer getCount() {
        return count;
    }

    /** @param count the new value of count */
    public void setCount(Integer count) {
        this.count = count;
    }

    /** @return exact */
    public Boolean getExact() {
        return exact;
    }

    /** @param exact the new value of exact */
    public void setExact(Boolean exact) {
        this.exact = exact;
    }

    /** @return class */
    public String getClass_() {
        return class_;
    }

    /** @param class_ the new value of class */
    public void setClass_(String class_) {
        this.class_ = class_;
    }

    /** @return input */
    public Input getInput() {
        return input;
    }

    /** @param input the new value of input */
    public void setInput(Input input) {
        this.input = input;
    }

    /** @return steps */
    public List<Input> getSteps() {
        return steps;
    }

    /** @param steps the new value of steps */
    public void setSteps(List<Input> steps) {
        this.steps = steps;
    }

    /** @return tags */
    public Tags getTags() {
        return tags;
    }

    /** @param tags the new value of tags */
    public void setTags(Tags tags) {
        this.tags = tags;
    }

    /** @return other */
    public Object getOther() {
        return other;
    }

    /** @param other the new value of other */
    public void setOther(Object other) {
        this.other = other;
    }
}
