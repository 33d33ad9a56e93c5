using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Oversight;

/// <summary>
/// Draws the second person: the eligible head with the highest hash of seed and account (rendezvous hashing, Thaler and Ravishankar 1998).
/// The seed is the request's own keyed hash, which nobody without the root key can foresee, so neither the asker nor a friend can choose.
/// It is drawn once, when it is asked: whoever makes the drawn head unfit gains no other one.
/// </summary>
public static class ApproverDraw
{
    /// <summary>The drawn head's account; null where nobody is eligible.</summary>
    /// <param name="asker">Who asked, with the unit of that moment.</param>
    /// <param name="officers">The case's officers: none of them answers for a look in it.</param>
    /// <param name="askedUs">When it was asked.</param>
    public static string? Draw(
        UInt128 seed,
        Actor asker,
        IReadOnlyCollection<string> officers,
        long askedUs,
        IEnumerable<StaffMember> staff
    ) => staff.Where(head => IsEligible(head, asker, officers, askedUs)).MaxBy(head => Weight(seed, head.Account))?.Account;

    /// <summary>Whether a head may answer for what somebody asks in a case.</summary>
    public static bool IsEligible(StaffMember head, Actor asker, IReadOnlyCollection<string> officers, long askedUs) =>
        head is { Role: Role.Head, IsActive: true }
        && head.SinceUs < askedUs
        && head.Account != asker.Id
        && !officers.Contains(head.Account)
        && head.Unit.Length > 0
        && head.Unit != asker.Unit;

    private static UInt128 Weight(UInt128 seed, string account)
    {
        Span<byte> bytes = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(account.Length)];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, seed);
        var length = 16 + Encoding.UTF8.GetBytes(account, bytes[16..]);
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes[..length]));
    }
}
