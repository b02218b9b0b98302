package dev.sallyport.control.rest.domains;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Route 53 hosted zones in which the targets of domain names lie, by which clients make alias records (R7.13). */
public final class HostedZones {

    /** The zone of all CloudFront distributions. */
    public static final String DISTRIBUTION = "Z2FDTNDATAQYW2";

    private static final Map<String, String> REGIONAL = Map.ofEntries(
            Map.entry("af-south-1", "Z2DHW2332DAMTN"),
            Map.entry("ap-east-1", "Z3FD1VL90ND7K5"),
            Map.entry("ap-northeast-1", "Z1YSHQZHG15GKL"),
            Map.entry("ap-northeast-2", "Z20JF4UZKIW1U8"),
            Map.entry("ap-northeast-3", "Z22ILHG95FLSZ2"),
            Map.entry("ap-south-1", "Z3VO1THU9YC4UR"),
            Map.entry("ap-southeast-1", "ZL327KTPIQFUL"),
            Map.entry("ap-southeast-2", "Z2RPCDW04V8134"),
            Map.entry("ca-central-1", "Z19DQILCV0OWEC"),
            Map.entry("eu-central-1", "Z1U9ULNL0V5AJ3"),
            Map.entry("eu-north-1", "Z3UWIKFBOOGXPP"),
            Map.entry("eu-south-1", "Z3BT4WSQ9TDYZV"),
            Map.entry("eu-south-2", "Z02499852UI5HEQ5JVWX3"),
            Map.entry("eu-west-1", "ZLY8HYME6SFDD"),
            Map.entry("eu-west-2", "ZJ5UAJN8Y3Z2Q"),
            Map.entry("eu-west-3", "Z3KY65QIEKYHQQ"),
            Map.entry("me-central-1", "Z08780021BKYYY8U0YHTV"),
            Map.entry("me-south-1", "Z20ZBPC0SS8806"),
            Map.entry("sa-east-1", "ZCMLWB8V5SYIT"),
            Map.entry("us-east-1", "Z1UJRXOUMOOFQ8"),
            Map.entry("us-east-2", "ZOJJZC49E0EPZ"),
            Map.entry("us-gov-east-1", "Z3SE9ATJYCRCZJ"),
            Map.entry("us-gov-west-1", "Z1K6XKP9SAGWDV"),
            Map.entry("us-west-1", "Z2MUQ32089INYE"),
            Map.entry("us-west-2", "Z2OJLYMUO9EFXC"));

    private HostedZones() {}

    /** The zone of a Region's Regional endpoints; null for Regions whose zone is not known here. */
    public static @Nullable String regional(String region) {
        return REGIONAL.get(region);
    }
}
