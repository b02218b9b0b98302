package {{package}};

import {{package}}.model.*;
{{#classes}}
import {{package}}.model.{{class}};
{{/classes}}

/** The client of {{name}}. Safe for use by several threads. */
public interface {{service}} {
{{#methods}}

    /** {{verb}} {{path}} */
    {{result}} {{function}}({{request}} request);
{{/methods}}

    /** Ends the client. */
    void shutdown();

    /** A builder of clients. */
    static {{service}}Builder builder() {
        return new {{service}}Builder();
    }
}
