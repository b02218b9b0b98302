package com.amazonaws.opensdk.internal;

import java.util.Map;

/** Something that is an object in JSON. */
public interface JsonValue {

    Map<String, Object> toJson();
}
