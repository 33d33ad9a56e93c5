namespace Sunqar.Formats.Dns;

/// <summary>Record and query types that a zone transfer needs (RFC 1035 §3.2.2, RFC 1995, RFC 8945).</summary>
public enum DnsType : ushort
{
    None = 0,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Txt = 16,
    Opt = 41,
    Tsig = 250,
    Ixfr = 251,
    Axfr = 252,
}

/// <summary>Response codes (RFC 1035 §4.1.1, RFC 2136, RFC 8945 §3).</summary>
public enum DnsCode : byte
{
    None = 0,
    FormatError = 1,
    ServerFailure = 2,
    NotImplemented = 4,
    Refused = 5,
    NotAuthoritative = 9,
}
