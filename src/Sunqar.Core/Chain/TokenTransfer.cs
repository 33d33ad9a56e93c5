using Sunqar.Core.Facts;

namespace Sunqar.Core.Chain;

/// <summary>A token moved on a chain, as an explorer's export or a node's log tells it.</summary>
/// <param name="Id">Transaction id, with <c>#log</c> where one transaction moves several times.</param>
/// <param name="Token">The token's contract address: the symbol is not evidence, fakes share it.</param>
/// <param name="Units">Quantity in the token's smallest unit.</param>
/// <param name="TimeUs">Block time, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record TokenTransfer(
    string Id,
    string Chain,
    string Token,
    string From,
    string To,
    Int128 Units,
    int Decimals,
    long TimeUs,
    string? FromTag = null,
    string? ToTag = null
);

/// <summary>Transfers were seen on a chain; one fact carries a run of them.</summary>
public sealed record ChainSeen(IReadOnlyList<TokenTransfer> Transfers) : Fact;
