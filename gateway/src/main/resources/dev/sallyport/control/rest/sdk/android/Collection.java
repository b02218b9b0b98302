package {{package}}.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model of {{name}}. */
public class {{class}} extends {{base}} {

    private static final long serialVersionUID = 1L;
}
