package dev.sallyport.mapping.template;

/** A piece of a template that renders something. Immutable. */
interface Part {

    void render(Run run);

    /** Pieces one after the other, until one of them ends the loop or the template. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares pieces
    record Sequence(Part[] parts) implements Part {
        @Override
        public void render(Run run) {
            for (Part part : parts) {
                part.render(run);
                if (run.isEnding()) {
                    return;
                }
            }
        }
    }

    /** Text that stays. */
    record Text(String text) implements Part {
        @Override
        public void render(Run run) {
            run.append(text);
        }
    }
}
