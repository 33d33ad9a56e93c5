using Sunqar.Simulation.Economy;

namespace Sunqar.Simulation.Chance;

/// <summary>
/// A counter-based source of chance: the n-th draw is a fixed mixing of (key, n), and the key of (seed, luck, entity, day). So any person's
/// day can be thrown by any thread in any order with the same result, and no state is kept between days. The mixer is SplitMix64's
/// finaliser (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014). Integers only: the same on every machine.
/// </summary>
internal struct Dice
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    public Dice(ulong seed, Luck luck, long entity, long day = 0) => _state = Key(seed, luck, entity, day);

    private Dice(ulong state) => _state = state;

    /// <summary>Dice for a named thing (a scheme), so that adding another name changes nobody's luck.</summary>
    public static Dice Named(ulong seed, string name, long entity)
    {
        unchecked
        {
            var hash = 14695981039346656037UL; // FNV-1a, 64 bits
            foreach (var letter in name)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }
            return new Dice(Mix(Mix(seed + Golden) ^ hash ^ Mix((ulong)entity + Golden)));
        }
    }

    /// <summary>A bijection of 64 bits: different values stay different.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    public static ulong Key(ulong seed, Luck luck, long entity, long day = 0)
    {
        unchecked
        {
            return Mix(Mix(seed + (Golden * (ulong)luck)) + ((ulong)entity * Golden) + ((ulong)day * 0xD1B54A32D192ED03));
        }
    }

    public ulong Next()
    {
        unchecked
        {
            return Mix(_state += Golden);
        }
    }

    /// <summary>Uniform in 0..bound-1 (multiply-shift; the bias is below bound/2^64).</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Uniform in low..high, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True in <paramref name="perMille"/> of 1000 throws.</summary>
    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}

/// <summary>What a throw is for: no two lucks share a draw.</summary>
internal enum Luck : ulong
{
    Traits = 1,
    Household = 2,
    PersonDay = 3,
    Wallet = 4,
    WalletDay = 5,
    Token = 6,
    Device = 7,
    Rate = 8,
    TransactionId = 9,
    Employer = 10,
    Atm = 11,
    Address = 12,
    Name = 13,
    CryptoDay = 14,
    Registry = 15,
    History = 16,
    SecondCard = 17,
    Treasury = 18,
    HouseholdDay = 19,
    Finger = 20,
    Impression = 21,
    Category = 22,
}
