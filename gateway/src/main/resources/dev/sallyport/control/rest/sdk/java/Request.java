package {{package}}.model;

/** What {{verb}} {{path}} is sent. */
public class {{request}} {

{{#parameters}}
    private String {{field}};
{{/parameters}}
{{#hasInput}}
    private {{input}} input;
{{/hasInput}}
{{#parameters}}

    public String get{{accessor}}() {
        return {{field}};
    }

    public void set{{accessor}}(String new{{accessor}}) {
        {{field}} = new{{accessor}};
    }

    public {{request}} {{field}}(String new{{accessor}}) {
        {{field}} = new{{accessor}};
        return this;
    }
{{/parameters}}
{{#hasInput}}

    public {{input}} getInput() {
        return input;
    }

    public void setInput({{input}} newInput) {
        input = newInput;
    }

    public {{request}} input({{input}} newInput) {
        input = newInput;
        return this;
    }
{{/hasInput}}
}
