namespace Clarion.Flows.Tests.Captures;

/// <summary>A set of capture files with the counts that independent decoders agreed on.</summary>
/// <param name="Name">Name.</param>
/// <param name="Datagrams">Datagrams or messages.</param>
/// <param name="Templates">Data template records.</param>
/// <param name="OptionsTemplates">Options template records.</param>
/// <param name="Records">Data records.</param>
/// <param name="OptionsRecords">Options data records.</param>
/// <param name="Waiting">Sets whose template had not come.</param>
/// <param name="Bytes">Sum of IE 1 (v5: dOctets); null when the records carry none.</param>
/// <param name="Files">Files in order.</param>
public sealed record CaptureSet(
    string Name, int Datagrams, int Templates, int OptionsTemplates, int Records, int OptionsRecords, int Waiting, long? Bytes,
    params string[] Files)
{
    /// <summary>All sets.</summary>
    public static IReadOnlyList<CaptureSet> All { get; } =
    [
        new("v5-softflowd", 12, 0, 0, 30, 0, 0, 18684, "logstash/netflow5.dat"),
        new("v5-invalid01", 1, 0, 0, 0, 0, 0, null, "logstash/netflow5_test_invalid01.dat"),
        new("v5-juniper-mx80", 1, 0, 0, 29, 0, 0, 3989, "logstash/netflow5_test_juniper_mx80.dat"),
        new("v9-asr1001x", 1, 1, 0, 25, 0, 0, 38255, "logstash/netflow9_cisco_asr1001x_tpl259.dat"),
        new("v9-0length-fields", 1, 2, 0, 10, 0, 0, 64, "logstash/netflow9_test_0length_fields_tpl_data.dat"),
        new("v9-cisco-1941", 1, 1, 0, 29, 0, 0, 70258, "logstash/netflow9_test_cisco_1941K9.dat"),
        new("v9-asa-1", 2, 13, 0, 14, 0, 0, null,
            "logstash/netflow9_test_cisco_asa_1_tpl.dat", "logstash/netflow9_test_cisco_asa_1_data.dat"),
        new("v9-asr9k-260", 2, 1, 0, 21, 0, 0, 208031,
            "logstash/netflow9_test_cisco_asr9k_tpl260.dat", "logstash/netflow9_test_cisco_asr9k_data260.dat"),
        new("v9-nbar", 3, 1, 1, 5, 15, 0, 3064,
            "logstash/netflow9_test_cisco_nbar_opttpl260.dat", "logstash/netflow9_test_cisco_nbar_tpl262.dat",
            "logstash/netflow9_test_cisco_nbar_data262.dat"),
        new("v9-wlc", 2, 1, 1, 19, 0, 0, 142991108,
            "logstash/netflow9_test_cisco_wlc_tpl.dat", "logstash/netflow9_test_cisco_wlc_data261.dat"),
        new("v9-fortios521", 3, 4, 1, 1, 1, 0, 152,
            "logstash/netflow9_test_fortigate_fortios_521_tpl.dat", "logstash/netflow9_test_fortigate_fortios_521_data256.dat",
            "logstash/netflow9_test_fortigate_fortios_521_data257.dat"),
        new("v9-h3c", 2, 1, 0, 16, 0, 0, 8729687, "logstash/netflow9_test_h3c_tpl3281.dat", "logstash/netflow9_test_h3c_data3281.dat"),
        new("v9-macaddr", 2, 2, 1, 29, 1, 0, null, "logstash/netflow9_test_macaddr_tpl.dat", "logstash/netflow9_test_macaddr_data.dat"),
        new("v9-paloalto81", 2, 8, 0, 1, 0, 0, 363,
            "logstash/netflow9_test_paloalto_81_tpl256-263.dat",
            "logstash/netflow9_test_paloalto_81_data257_1flowset_in_large_zerofilled_packet.dat"),
        new("v9-softflowd", 1, 2, 0, 7, 0, 0, 1128, "logstash/netflow9_test_softflowd_tpl_data.dat"),
        new("v9-ubnt", 3, 4, 0, 16, 0, 0, 20418,
            "logstash/netflow9_test_ubnt_edgerouter_tpl.dat", "logstash/netflow9_test_ubnt_edgerouter_data1024.dat",
            "logstash/netflow9_test_ubnt_edgerouter_data1025.dat"),
        new("v9-iptnetflow-reduced", 1, 1, 0, 12, 0, 6, 7598, "logstash/netflow9_test_iptnetflow_reduced_size_encoding_tpldata260.dat"),
        new("v9-invalid01", 1, 2, 1, 2, 1, 0, 194, "logstash/netflow9_test_invalid01.dat"),
        new("ipfix-netscaler", 2, 7, 0, 3, 0, 1, 3106, "logstash/ipfix_test_netscaler_tpl.dat", "logstash/ipfix_test_netscaler_data.dat"),
        new("ipfix-softflowd", 3, 2, 1, 12, 1, 0, 13279, "logstash/ipfix.dat"),
        new("ipfix-barracuda", 2, 1, 0, 8, 0, 0, 388, "logstash/ipfix_test_barracuda_tpl.dat", "logstash/ipfix_test_barracuda_data256.dat"),
        new("ipfix-mikrotik", 3, 2, 0, 46, 0, 0, 103235,
            "logstash/ipfix_test_mikrotik_tpl.dat", "logstash/ipfix_test_mikrotik_data258.dat",
            "logstash/ipfix_test_mikrotik_data259.dat"),
        new("ipfix-openbsd", 2, 2, 0, 26, 0, 0, 99323,
            "logstash/ipfix_test_openbsd_pflow_tpl.dat", "logstash/ipfix_test_openbsd_pflow_data.dat"),
        new("ipfix-vmware-vds", 4, 13, 0, 5, 0, 0, 806,
            "logstash/ipfix_test_vmware_vds_tpl.dat", "logstash/ipfix_test_vmware_vds_data264.dat",
            "logstash/ipfix_test_vmware_vds_data266.dat", "logstash/ipfix_test_vmware_vds_data266_267.dat"),
        new("ipfix-yaf", 5, 14, 1, 2, 1, 0, null,
            "logstash/ipfix_test_yaf_tpls_option_tpl.dat", "logstash/ipfix_test_yaf_tpl45841.dat",
            "logstash/ipfix_test_yaf_data45841.dat", "logstash/ipfix_test_yaf_data45873.dat", "logstash/ipfix_test_yaf_data53248.dat"),
        new("ipfix-telegraf-example", 7, 23, 4, 29, 2, 0, null,
            "telegraf/ipfix_example-ipfix_0.bin", "telegraf/ipfix_example-ipfix_1.bin", "telegraf/ipfix_example-ipfix_2.bin",
            "telegraf/ipfix_example-ipfix_3.bin", "telegraf/ipfix_example-ipfix_4.bin", "telegraf/ipfix_example-ipfix_5.bin",
            "telegraf/ipfix_example-ipfix_6.bin"),
        new("v5-telegraf", 1, 0, 0, 8, 0, 0, 103623, "telegraf/netflow_v5_example-netflow_v5.bin"),
        new("v9-telegraf", 1, 1, 0, 8, 0, 0, 103623, "telegraf/netflow_v9_example-netflow_v9.bin"),
        new("ipfix-ntop-pen35632", 4, 6, 0, 2, 0, 0, 208,
            "telegraf/ipfix_pen_35632-message-1.bin", "telegraf/ipfix_pen_35632-message-2.bin", "telegraf/ipfix_pen_35632-message-3.bin",
            "telegraf/ipfix_pen_35632-message-4.bin"),
        new("v5-netgraph", 4, 0, 0, 120, 0, 0, 6765997, "graylog/netgraph-netflow5.pcap"),
        new("v9-nprobe3", 72, 12, 6, 892, 6, 0, 224593, "graylog/nprobe-netflow9-3.pcap"),
        new("v9-pmacctd", 2, 4, 0, 6, 0, 0, 2623, "graylog/pmacctd-netflow9.pcap"),
        new("ipfix-cesnet-01-odid0", 218, 25, 0, 4251, 0, 0, 39143291, "ipfixcol/01-odid0.ipfix"),
        new("ipfix-cesnet-02-odid0", 15, 6, 0, 121, 0, 0, 1190278, "ipfixcol/02-odid0.ipfix"),
        new("ipfix-cesnet-04-two-odid", 3, 2, 0, 22, 0, 0, 57404, "ipfixcol/04-odid256_512.ipfix"),
        new("ipfix-cesnet-withdrawal", 1, 0, 0, 0, 0, 0, null, "ipfixcol/withdrawal-message-256.ipfix"),
        new("ipfix-cesnet-bad-set-length", 1, 15, 0, 0, 0, 0, null, "ipfixcol/bad-length-in-set.ipfix"),
        new("ipfix-cesnet-missing-template", 1, 15, 0, 4, 0, 1, 1270, "ipfixcol/missing-template-258.ipfix"),
        new("ipfix-ipfixcol2-example", 68, 8, 0, 3979, 0, 0, 49001404, "ipfixcol2/example_flows.ipfix"),
    ];

    /// <inheritdoc />
    public override string ToString() => Name;
}
