using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Chain;

/// <summary>Why a log under a known signature does not decode: the first rule that it breaks.</summary>
public enum LogFault : byte
{
    /// <summary>It decodes.</summary>
    None = 0,

    /// <summary>More or fewer topics than the signature's standard has indexed arguments.</summary>
    TopicCount = 1,

    /// <summary>The data is not exactly the arguments' words.</summary>
    DataLength = 2,

    /// <summary>A word that holds an address has something before its last 20 bytes.</summary>
    AddressPadding = 3,

    /// <summary>A quantity above 2^127 - 1: no token's supply, but a contract may claim anything.</summary>
    Quantity = 4,

    /// <summary>The contract's address has not 20 bytes, or a hash or topic not 32.</summary>
    Width = 5,
}

/// <summary>What a log tells.</summary>
public abstract record LogMeaning
{
    private LogMeaning() { }

    /// <summary>Tokens moved.</summary>
    public sealed record Moved(TokenTransfer Transfer) : LogMeaning;

    /// <summary>The issuer acted.</summary>
    public sealed record Happened(TokenEvent Event) : LogMeaning;

    /// <summary>Another event: nothing that the house reads. A transfer of a thing that is not counted (ERC-721) is one.</summary>
    public sealed record Other : LogMeaning;

    /// <summary>The signature is known, but the rest is not of its form.</summary>
    public sealed record Malformed(LogFault Fault) : LogMeaning;
}

/// <summary>
/// Decodes logs of ERC-20 and TRC-20 tokens (EIP-20; TRC-20 is the same on TRON's virtual machine) and of Tether's contract
/// (TetherToken.sol: blacklist, issue, redeem). Each log stands alone; ids are given by <see cref="LogNames"/>.
/// </summary>
public static class TokenLog
{
    private const int WordBytes = 32,
        AddressBytes = 20;

    /// <summary>keccak256 of <c>Transfer(address,address,uint256)</c>.</summary>
    public static readonly ReadOnlyMemory<byte> TransferTopic = Topic("Transfer(address,address,uint256)");

    private static readonly ReadOnlyMemory<byte> Added = Topic("AddedBlackList(address)");
    private static readonly ReadOnlyMemory<byte> Removed = Topic("RemovedBlackList(address)");
    private static readonly ReadOnlyMemory<byte> Destroyed = Topic("DestroyedBlackFunds(address,uint256)");
    private static readonly ReadOnlyMemory<byte> Issue = Topic("Issue(uint256)");
    private static readonly ReadOnlyMemory<byte> Redeem = Topic("Redeem(uint256)");

    /// <summary>Every signature that is decoded, for a node's filter.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Topics { get; } = [TransferTopic, Added, Removed, Destroyed, Issue, Redeem];

    /// <summary>The first topic of an event: Keccak-256 (not SHA3-256) of its signature.</summary>
    public static ReadOnlyMemory<byte> Topic(string signature)
    {
        var bytes = Encoding.ASCII.GetBytes(signature);
        var keccak = new KeccakDigest(256);
        keccak.BlockUpdate(bytes, 0, bytes.Length);
        var hash = new byte[WordBytes];
        keccak.DoFinal(hash, 0);
        return hash;
    }

    /// <param name="chain">Ethereum or TRON: how addresses are spelled.</param>
    /// <param name="decimals">Of the token; the log does not say.</param>
    /// <param name="timeUs">Block time.</param>
    /// <param name="names">Gives the id; logs come in order of the chain.</param>
    public static LogMeaning Decode(ChainLog log, WalletChain chain, int decimals, long timeUs, LogNames names)
    {
        if (log.Topics.Count == 0)
        {
            return new LogMeaning.Other();
        }
        if (
            log.Address.Length != AddressBytes
            || log.TxHash.Length != WordBytes
            || log.BlockHash.Length != WordBytes
            || log.Topics.Any(t => t.Length != WordBytes)
        )
        {
            return new LogMeaning.Malformed(LogFault.Width);
        }
        var topic = log.Topics[0].Span;
        return topic.SequenceEqual(TransferTopic.Span) ? Transfer(log, chain, decimals, timeUs, names)
            : topic.SequenceEqual(Added.Span) ? Event(log, chain, TokenEventKind.Frozen, timeUs, names, hasWallet: true, hasUnits: false)
            : topic.SequenceEqual(Removed.Span)
                ? Event(log, chain, TokenEventKind.Unfrozen, timeUs, names, hasWallet: true, hasUnits: false)
            : topic.SequenceEqual(Destroyed.Span)
                ? Event(log, chain, TokenEventKind.Destroyed, timeUs, names, hasWallet: true, hasUnits: true)
            : topic.SequenceEqual(Issue.Span) ? Event(log, chain, TokenEventKind.Issued, timeUs, names, hasWallet: false, hasUnits: true)
            : topic.SequenceEqual(Redeem.Span) ? Event(log, chain, TokenEventKind.Redeemed, timeUs, names, hasWallet: false, hasUnits: true)
            : new LogMeaning.Other();
    }

    private static LogMeaning Transfer(ChainLog log, WalletChain chain, int decimals, long timeUs, LogNames names)
    {
        if (log.Topics.Count == 4 && log.Data.IsEmpty)
        {
            return new LogMeaning.Other();
        }
        if (log.Topics.Count != 3)
        {
            return new LogMeaning.Malformed(LogFault.TopicCount);
        }
        if (log.Data.Length != WordBytes)
        {
            return new LogMeaning.Malformed(LogFault.DataLength);
        }
        if (!TryAddress(log.Topics[1].Span, chain, out var from) || !TryAddress(log.Topics[2].Span, chain, out var to))
        {
            return new LogMeaning.Malformed(LogFault.AddressPadding);
        }
        return TryUnits(log.Data.Span, out var units)
            ? new LogMeaning.Moved(
                new TokenTransfer(
                    names.Transfer(log, chain),
                    chain.Name(),
                    Address(log.Address.Span, chain),
                    from,
                    to,
                    units,
                    decimals,
                    timeUs
                )
            )
            : new LogMeaning.Malformed(LogFault.Quantity);
    }

    /// <summary>Tether's blacklist events index nothing; other issuers index the wallet. Both say the same words, one in the
    /// topics.</summary>
    private static LogMeaning Event(
        ChainLog log,
        WalletChain chain,
        TokenEventKind kind,
        long timeUs,
        LogNames names,
        bool hasWallet,
        bool hasUnits
    )
    {
        var words = (hasWallet ? 1 : 0) + (hasUnits ? 1 : 0);
        var indexed = log.Topics.Count - 1;
        if (indexed > (hasWallet ? 1 : 0))
        {
            return new LogMeaning.Malformed(LogFault.TopicCount);
        }
        if (log.Data.Length != (words - indexed) * WordBytes)
        {
            return new LogMeaning.Malformed(LogFault.DataLength);
        }
        var wallet = "";
        var data = log.Data.Span;
        if (hasWallet)
        {
            if (!TryAddress(indexed == 1 ? log.Topics[1].Span : data[..WordBytes], chain, out wallet))
            {
                return new LogMeaning.Malformed(LogFault.AddressPadding);
            }
        }
        Int128 units = 0;
        if (hasUnits && !TryUnits(data[^WordBytes..], out units))
        {
            return new LogMeaning.Malformed(LogFault.Quantity);
        }
        return new LogMeaning.Happened(
            new TokenEvent(LogNames.Event(log, chain), chain.Name(), Address(log.Address.Span, chain), kind, wallet, units, timeUs)
        );
    }

    private static bool TryAddress(ReadOnlySpan<byte> word, WalletChain chain, out string address)
    {
        var isPadded = !word[..(WordBytes - AddressBytes)].ContainsAnyExcept((byte)0);
        address = isPadded ? Address(word[^AddressBytes..], chain) : "";
        return isPadded;
    }

    private static bool TryUnits(ReadOnlySpan<byte> word, out Int128 units)
    {
        var high = BinaryPrimitives.ReadUInt128BigEndian(word);
        var low = BinaryPrimitives.ReadUInt128BigEndian(word[16..]);
        var fits = high == 0 && low <= (UInt128)Int128.MaxValue;
        units = fits ? (Int128)low : 0;
        return fits;
    }

    private static string Address(ReadOnlySpan<byte> bytes, WalletChain chain) =>
        chain switch
        {
            WalletChain.Ethereum => WalletAddress.Ethereum(bytes).ToString(),
            WalletChain.Tron => WalletAddress.Tron(bytes).ToString(),
            _ => throw new ArgumentOutOfRangeException(nameof(chain), chain, "A chain without event logs."),
        };
}

/// <summary>
/// Gives ids to what logs tell. Transfers are named as explorers' exports name them: by the transaction, then <c>tx#2</c>, <c>tx#3</c> for
/// the further ones of the same transaction, in order of the chain; so every log of a transaction has to come through the same object, in
/// order.
/// </summary>
public sealed class LogNames
{
    private ReadOnlyMemory<byte> _tx;
    private int _transfers;

    /// <summary>The id of a transfer: the transaction, numbered from its second transfer on.</summary>
    public string Transfer(ChainLog log, WalletChain chain)
    {
        if (!log.TxHash.Span.SequenceEqual(_tx.Span))
        {
            (_tx, _transfers) = (log.TxHash, 0);
        }
        _transfers++;
        return _transfers == 1 ? Tx(log, chain) : string.Create(CultureInfo.InvariantCulture, $"{Tx(log, chain)}#{_transfers}");
    }

    /// <summary>The id of an issuer's act: the transaction and the log's place in the block.</summary>
    public static string Event(ChainLog log, WalletChain chain) =>
        string.Create(CultureInfo.InvariantCulture, $"{Tx(log, chain)}:{log.LogIndex}");

    /// <summary>TRON's explorers write transaction ids without 0x, Ethereum's with.</summary>
    private static string Tx(ChainLog log, WalletChain chain) =>
        (chain == WalletChain.Ethereum ? "0x" : "") + Convert.ToHexStringLower(log.TxHash.Span);
}
