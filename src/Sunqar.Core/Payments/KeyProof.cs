namespace Sunqar.Core.Payments;

/// <summary>What the signatures by which a party agreed show besides that it did: what rules ask who do not believe one sign alone. Nothing
/// where no key signed.</summary>
/// <param name="Finger">A verifier compared a finger, and it was the person's.</param>
/// <param name="Face">A verifier compared the face, and it was the person's.</param>
/// <param name="DevicePeople">Persons whose keys lay on the device that signed, then, at all institutions; 0 where none signed,
/// <see cref="CountMax"/> for so many and more.</param>
/// <param name="PersonDevices">Devices on which keys of the person lay, alike.</param>
public readonly record struct KeyProof(bool Finger, bool Face, int DevicePeople, int PersonDevices)
{
    /// <summary>Counts stop here: each is kept in three bits, and no limit of the house lies so high.</summary>
    public const int CountMax = 7;

    private const int Bits = 3;

    /// <summary>A device signed.</summary>
    /// <param name="people">Persons with keys on it, however many.</param>
    /// <param name="devices">Devices of the person, however many.</param>
    public static KeyProof OfDevice(int people, int devices) => new(false, false, Math.Min(people, CountMax), Math.Min(devices, CountMax));

    /// <summary>A verifier signed.</summary>
    public static KeyProof OfVerifier(bool finger, bool face) => new(finger, face, 0, 0);

    /// <summary>This and what was shown before: a device's counts are those of the later one, fingers and faces add up.</summary>
    public KeyProof With(in KeyProof later) =>
        new(
            Finger || later.Finger,
            Face || later.Face,
            later.DevicePeople > 0 ? later.DevicePeople : DevicePeople,
            later.PersonDevices > 0 ? later.PersonDevices : PersonDevices
        );

    /// <summary>In eight bits, for the journal.</summary>
    public uint Packed => (Finger ? 1u : 0) | (Face ? 2u : 0) | ((uint)DevicePeople << 2) | ((uint)PersonDevices << (2 + Bits));

    /// <inheritdoc cref="Packed"/>
    public static KeyProof OfPacked(uint packed) =>
        new((packed & 1) != 0, (packed & 2) != 0, (int)(packed >> 2) & CountMax, (int)(packed >> (2 + Bits)) & CountMax);
}
