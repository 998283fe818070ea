#!/bin/sh
# Makes films of every difficult kind in the current folder: 30 s, 320x180, with the time burned into the picture.
# Wants ffmpeg and the font DejaVu Sans Mono, given as the first argument.
set -eu
font=$1
picture="testsrc2=s=320x180:r=25,drawtext=fontfile=$font:text='%{pts\\:hms} %{n}':fontsize=24:x=10:y=10:box=1"
beeps="sine=frequency=440:beep_factor=4:r=48000"
tone="sine=frequency=880:r=48000"
x264="-c:v libx264 -preset veryfast -crf 30 -pix_fmt yuv420p"

film() { ffmpeg -nostdin -v error -y -f lavfi -i "$picture" -f lavfi -i "$beeps" -f lavfi -i "$tone" -t 30 "$@"; }
remux() { ffmpeg -nostdin -v error -y "$@"; }

seq 0 14 | awk '{a=$1*2; printf "%d\n00:00:%02d,000 --> 00:00:%02d,500\n<i>sub</i> %d äöü 漢字\n\n",$1+1,a,a+1,$1+1}' >subtitles.srt
remux -i subtitles.srt subtitles.ass

film -map 0 -map 1 $x264 -g 50 -c:a aac -b:a 64k moov_end.mp4
remux -i moov_end.mp4 -c copy -movflags +faststart faststart.mp4
remux -i moov_end.mp4 -c copy -movflags frag_keyframe+empty_moov fragmented.mp4
remux -i moov_end.mp4 -c copy quicktime.mov
film -map 0 -map 1 -map 2 $x264 -g 50 -c:a:0 ac3 -c:a:1 aac -b:a 64k \
	-metadata:s:a:0 language=eng -metadata:s:a:1 language=deu two_sounds.mkv
remux -i two_sounds.mkv -i subtitles.srt -i subtitles.ass -map 0 -map 1 -map 2 -c copy \
	-metadata:s:s:0 language=eng -metadata:s:s:1 language=ger multi_ac3_aac_srt_ass.mkv
rm two_sounds.mkv
film -map 0 -map 1 $x264 -g 50 -c:a ac3 -b:a 96k ac3.mkv
film -map 0 -map 1 -c:v libx265 -preset ultrafast -crf 34 -x265-params log-level=error -tag:v hvc1 -c:a aac -b:a 64k hevc.mp4
film -map 0 -map 1 -c:v libx265 -preset ultrafast -crf 34 -pix_fmt yuv420p10le -x265-params log-level=error \
	-c:a eac3 -b:a 96k hevc10_eac3.mkv
film -map 0 -map 1 $x264 -g 10000 -sc_threshold 0 -c:a aac -b:a 64k one_keyframe.mkv
film -map 0 -map 1 $x264 -x264-params open-gop=1:keyint=48:bframes=3 -c:a aac -b:a 64k open_gop.mkv
ffmpeg -nostdin -v error -y -f lavfi -i "$picture,select='not(eq(mod(n\,7)\,3))*not(between(n\,200\,230))'" -f lavfi -i "$beeps" \
	-t 30 -map 0 -map 1 $x264 -fps_mode vfr -g 50 -c:a aac -b:a 64k variable_rate.mp4
film -map 0 -map 1 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 150k -c:a libopus -b:a 48k vp9_opus.webm
film -map 0 -map 1 -c:v mpeg4 -q:v 8 -c:a libmp3lame -b:a 64k xvid.avi
film -map 0 -map 1 -c:v mpeg2video -q:v 10 -c:a mp2 -b:a 96k broadcast.ts
remux -ss 5 -i moov_end.mp4 -t 20 -c copy -copyts starts_late.mkv
head -c $(($(wc -c <moov_end.mp4) * 6 / 10)) moov_end.mp4 >truncated.mp4
# Two hours: the clip 240 times, so that the burned-in time starts over every 30 s.
remux -i moov_end.mp4 -i ac3.mkv -map 0:v -map 1:a -map 0:a -c copy -f matroska clip.tmp
remux -stream_loop 239 -i clip.tmp -map 0 -c copy two_hours.mkv
rm clip.tmp
