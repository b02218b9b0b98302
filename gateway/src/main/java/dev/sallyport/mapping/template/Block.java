package dev.sallyport.mapping.template;

/** What {@code #define} or the body of a block macro holds: rendered wherever it is printed. */
record Block(Part body) implements Part {

    @Override
    public void render(Run run) {
        run.enter();
        body.render(run);
        run.leave();
    }

    /** Within a map or a list nothing of it is seen. */
    @Override
    public String toString() {
        return "";
    }
}
