namespace Sunqar.Storage.Disk;

/// <summary>What room a folder's disk has.</summary>
public static class DiskRoom
{
    /// <summary>Why there is too little; null where there is enough, or where nobody can tell.</summary>
    public static string? Trouble(string folder, long freeBytesMin)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            return free >= freeBytesMin ? null : $"The disk is full: {free} bytes are free where {freeBytesMin} are needed.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
